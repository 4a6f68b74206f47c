/// A change of a view's rows.
package enum ViewChange: String, Sendable {
  case insert
  case delete
}
