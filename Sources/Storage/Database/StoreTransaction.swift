/// An open write transaction; its parts stand with what they are about (claiming, loading, writing …).
/// Not copyable, and only lent to the transaction's body, so that it cannot be used after the end.
package struct StoreTransaction: ~Copyable {
  let database: any Database

  /// Never inlined: specialising the generic bracket around it with the initializer inside ends the
  /// optimizer of Swift 6.3.1 (an assertion on the ownership of the struct instruction).
  @inline(never)
  init(database: any Database) {
    self.database = database
  }
}
