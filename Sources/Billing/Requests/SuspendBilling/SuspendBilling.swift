/// `billing.suspend.v1`: do not invoice an account, a group or a schedule from a day on.
package struct SuspendBilling: Request {
  /// As it is to be stored; one of the same identifier is replaced.
  package let suspension: BillingSuspension

  package init(suspension: BillingSuspension) {
    self.suspension = suspension
  }
}
