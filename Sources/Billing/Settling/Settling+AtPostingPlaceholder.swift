// Stands in for what an account asks for at posting, by the same name, until that is merged: then this file goes.

extension Settling {
  mutating func settleAtPosting(of id: Invoice.ID) throws(ItemRefusal) {}
}
