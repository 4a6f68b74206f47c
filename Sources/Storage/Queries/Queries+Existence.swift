package import Billing

extension Queries {
  /// Whether there is a record of this type and identifier, of those that lists are made for.
  package func exists(_ record: RecordReference) throws(StoreError) -> Bool {
    let table: SQL? =
      switch record.type {
      case .account: "account"
      case .order: "sales_order"
      case .billingContract: "billing_contract"
      case .billingSchedule: "billing_schedule"
      case .billingScheduleGroup: "billing_schedule_group"
      case .invoice: "invoice"
      case .invoiceRun: "invoice_run"
      case .invoiceScheduler: "invoice_scheduler"
      case .legalEntity: "legal_entity"
      default: nil
      }
    guard let table else { return false }
    return try database.first("SELECT 1 FROM \(table) WHERE id = \(record.id)") { _ in true } != nil
  }
}
