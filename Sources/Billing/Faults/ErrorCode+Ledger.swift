/// What forbids moving money (<doc:ErrorCodes>).
extension ErrorCode {
  package static let paymentNotFound = ErrorCode(rawValue: "PAYMENT_NOT_FOUND")
  package static let creditMemoNotFound = ErrorCode(rawValue: "CREDIT_MEMO_NOT_FOUND")
  package static let applicationNotFound = ErrorCode(rawValue: "APPLICATION_NOT_FOUND")
  package static let invoiceNotPosted = ErrorCode(rawValue: "INVOICE_NOT_POSTED")
  package static let amountExceedsBalance = ErrorCode(rawValue: "AMOUNT_EXCEEDS_BALANCE")
  package static let amountExceedsUnapplied = ErrorCode(rawValue: "AMOUNT_EXCEEDS_UNAPPLIED")
  package static let effectiveDateInvalid = ErrorCode(rawValue: "EFFECTIVE_DATE_INVALID")
  package static let applicationTakenBack = ErrorCode(rawValue: "APPLICATION_TAKEN_BACK")
  package static let creditMemoVoided = ErrorCode(rawValue: "CREDIT_MEMO_VOIDED")
  package static let nothingToConvert = ErrorCode(rawValue: "NOTHING_TO_CONVERT")
  package static let paymentConflict = ErrorCode(rawValue: "PAYMENT_CONFLICT")
  package static let refundConflict = ErrorCode(rawValue: "REFUND_CONFLICT")
  package static let reversalConflict = ErrorCode(rawValue: "REVERSAL_CONFLICT")
  /// Warnings: the same was recorded before, and nothing happened.
  package static let paymentAlreadyRecorded = ErrorCode(rawValue: "PAYMENT_ALREADY_RECORDED")
  package static let refundAlreadyRecorded = ErrorCode(rawValue: "REFUND_ALREADY_RECORDED")
  package static let reversalAlreadyRecorded = ErrorCode(rawValue: "REVERSAL_ALREADY_RECORDED")
}
