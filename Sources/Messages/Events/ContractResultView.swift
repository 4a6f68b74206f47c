import JSON

/// What became of one billing contract of a request, as a consumer reads it.
package struct ContractResultView: Hashable, Sendable {
  package let billingContractId: String
  /// The cycle's first day; nil when the contract has nothing that recurs, and so is ``endDate``.
  package let startDate: String?
  /// Inclusive.
  package let endDate: String?
  package let isSuccess: Bool
  package let invoiceIds: [String]
  /// The post-invoicing tasks that were requested.
  package let tasks: [String]
  package let errors: [CompletionView.Fault]
}

extension ContractResultView {
  init(_ object: JSONObject) {
    billingContractId = object.text("billingContractId") ?? ""
    let cycle = object.object("billingCycle")
    startDate = cycle?.text("startDate")
    endDate = cycle?.text("endDate")
    isSuccess = object.flag("isSuccess") ?? false
    invoiceIds = object.texts("invoiceIds")
    tasks = object.texts("tasks")
    errors = object.objects("errors").map(CompletionView.Fault.init)
  }
}
