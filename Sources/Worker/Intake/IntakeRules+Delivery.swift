package import AMQP
package import Messages

extension IntakeRules {
  /// Where a delivery's source comes from.
  package func source(of delivery: Delivery) -> RequestSource {
    switch source {
    case .sender: .asStated
    case .user: .user(delivery.checkedUser)
    }
  }
}
