/// Records that a request names and that do not exist. The record named is the primary record of
/// the log: there is none else that it could stand under.
extension RequestFaults {
  static func unknownAccount(_ id: Account.ID) -> RequestFaults {
    unknown(.accountNotFound, RecordReference(.account, id), "/accountId", onListOf: id)
  }

  static func unknownOrder(_ id: Order.ID) -> RequestFaults {
    unknown(.orderNotFound, RecordReference(.order, id), "/orderId")
  }

  static func unknownSchedule(_ id: BillingSchedule.ID, pointer: String?) -> RequestFaults {
    unknown(.billingScheduleNotFound, RecordReference(.billingSchedule, id), pointer)
  }

  static func unknownGroup(_ id: BillingScheduleGroup.ID, pointer: String?) -> RequestFaults {
    unknown(
      .billingScheduleGroupNotFound, RecordReference(.billingScheduleGroup, id), pointer)
  }

  static func unknownContract(_ id: BillingContract.ID, pointer: String?) -> RequestFaults {
    unknown(.billingContractNotFound, RecordReference(.billingContract, id), pointer)
  }

  static func unknownSuspension(_ id: BillingSuspension.ID) -> RequestFaults {
    unknown(
      .billingSuspensionNotFound, RecordReference(.billingSuspension, id), "/suspensionId")
  }

  private static func unknown(
    _ code: ErrorCode, _ record: RecordReference, _ pointer: String?,
    onListOf accountId: Account.ID? = nil
  ) -> RequestFaults {
    let fault = Fault.unknown(record, code, at: pointer)
    return RequestFaults(
      errors: [fault],
      errorLogs: [
        ErrorLogEntry(
          category: .invoiceGeneration, code: code, message: fault.message, primaryRecord: record,
          accountId: accountId)
      ])
  }
}
