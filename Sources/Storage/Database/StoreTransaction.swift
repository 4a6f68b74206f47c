/// An open write transaction; its parts stand with what they are about (looking up requests, loading, writing …).
/// Not copyable, and only lent to the transaction's body, so that it cannot be used after the end.
package struct StoreTransaction: ~Copyable {
  let database: any Database
}
