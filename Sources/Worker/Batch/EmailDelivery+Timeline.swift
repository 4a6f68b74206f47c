import Billing

extension EmailDelivery {
  /// What an invoice's timeline says of it: to whom, and what is known of why.
  func timelineDetail(to addresses: [String]) -> String {
    let recipients = addresses.joined(separator: ", ")
    return diagnostic.map { "\(recipients): \($0)" } ?? recipients
  }
}
