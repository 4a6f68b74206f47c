/// Stands for the result of a statement that was submitted; good for one connection.
package struct PostgreSQLTicket: Hashable, Sendable {
  let number: UInt64
}
