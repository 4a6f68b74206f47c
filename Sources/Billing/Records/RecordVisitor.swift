/// What is asked of a record whatever its kind.
package protocol RecordVisitor {
  associatedtype Output
  mutating func visit<Kind: RecordKind>(_ record: Kind) -> Output
}
