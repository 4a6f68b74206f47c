import Monetary

extension Record {
  /// What is wrong with the record by itself: the rules of form that hold between its fields.
  ///
  /// The decoder turns them into `REQUEST_INVALID` with the field's pointer; planning relies on
  /// records that have none. Whether what it names exists is checked when the request is planned.
  package var fieldFaults: [FieldFault] {
    switch self {
    case .account, .contact, .legalEntity, .order, .billingContract, .debitMemo: []
    case .paymentTerm(let record): record.fieldFaults
    case .taxTreatment(let record): record.fieldFaults
    case .taxRate(let record): record.fieldFaults
    case .sequencePolicy(let record): record.fieldFaults
    case .billingScheduleGroup(let record): record.attributes.fieldFaults
    case .billingSchedule(let record): record.fieldFaults
    case .usageRecord(let record): record.fieldFaults
    case .billingSuspension(let record): record.fieldFaults
    }
  }
}

extension PaymentTerm {
  /// Two hundred years: a due date beyond the wire's range could not be written.
  package static let dayBounds = 0...73_000

  package var fieldFaults: [FieldFault] {
    let bounds = Self.dayBounds
    return bounds.contains(days)
      ? []
      : [
        FieldFault(
          field: "days",
          sentence:
            "days must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound).")
      ]
  }
}

extension TaxTreatment {
  package var fieldFaults: [FieldFault] {
    isTaxable && taxCode == nil
      ? [
        FieldFault(
          field: "taxCode",
          sentence: "A taxable treatment needs a taxCode, by which its rates are found.")
      ] : []
  }
}

extension TaxRate {
  package var fieldFaults: [FieldFault] {
    var faults: [FieldFault] = []
    if let effectiveTo, effectiveTo < effectiveFrom {
      faults.append(
        FieldFault(
          field: "effectiveTo",
          sentence: "effectiveTo \(effectiveTo) is before effectiveFrom \(effectiveFrom)."))
    }
    if percent.isNegative {
      faults.append(FieldFault(field: "percent", sentence: "percent must not be negative."))
    }
    return faults
  }
}

extension BillingSuspension {
  package var fieldFaults: [FieldFault] {
    guard let resumeDate, resumeDate <= suspendDate else { return [] }
    return [
      FieldFault(
        field: "resumeDate",
        sentence:
          "resumeDate \(resumeDate) must be after suspendDate \(suspendDate): it is the first day "
          + "that is invoiced again.")
    ]
  }
}

extension InvoicingAttributes {
  package var fieldFaults: [FieldFault] {
    guard customInvoiceGroupKey != nil, comparableCustomKey == nil else { return [] }
    return [
      FieldFault(
        field: "customInvoiceGroupKey",
        sentence: "customInvoiceGroupKey must hold more than spaces; leave it out to have none.")
    ]
  }

  /// The custom key as keys are compared: trimmed and without case; nil when nothing is left of it
  /// (<doc:Generation>, step 4).
  var comparableCustomKey: String? {
    guard let key = customInvoiceGroupKey else { return nil }
    let start = key.drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return nil }
    return start[...last].lowercased()
  }
}
