/// What a message says of faults that it does not name, as a sentence.
enum MoreFaults {
  /// Empty for none; else with a blank before it.
  static func sentence(_ count: Int) -> String {
    switch count {
    case ...0: ""
    case 1: " There is one more fault."
    default: " There are \(count) more faults."
    }
  }
}
