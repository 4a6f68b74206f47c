import CivilTime

extension InvoiceScheduler {
  /// What <doc:Schedulers#Fields> and <doc:Schedulers#Dates-of-a-run> allow of the fields together.
  package var fieldFaults: [FieldFault] {
    var faults = ruleFaults
    if let endDate, endDate < startDate {
      faults.append(
        FieldFault(
          field: "endDate", sentence: "endDate \(endDate) is before startDate \(startDate)."))
    }
    if !(0..<1_440).contains(minuteOfDay) {
      faults.append(
        FieldFault(field: "time", sentence: "time must be from 00:00 to 23:59, local in timeZone."))
    }
    return faults + dateFaults
  }

  private var ruleFaults: [FieldFault] {
    switch rule {
    case .monthlyDay(let day) where !(1...31).contains(day),
      .monthlyFromEnd(let day) where !(0...2).contains(day):
      [
        FieldFault(
          field: "dayOfMonth",
          sentence: "dayOfMonth must be from 1 to 31, or L, L-1 or L-2 (\(day) is none of them).")
      ]
    case .once, .daily, .weekly, .monthlyDay, .monthlyFromEnd, .monthlyNth: []
    }
  }

  /// Given dates are of one run, and stand in place of what the offsets would give.
  private var dateFaults: [FieldFault] {
    var faults: [FieldFault] = []
    if rule != .once {
      for (field, date) in [("targetDate", targetDate), ("invoiceDate", invoiceDate)]
      where date != nil {
        let offset = "\(field)Offset"
        faults.append(
          FieldFault(
            field: field,
            sentence: "\(field) goes with frequency Once only; runs that recur have \(offset)."))
      }
      return faults
    }
    if targetDate != nil, targetDateOffset != 0 {
      faults.append(
        FieldFault(
          field: "targetDateOffset",
          sentence: "targetDateOffset does not go with a targetDate. Leave one of them out."))
    }
    if invoiceDate != nil, invoiceDateOffset != 0 || isInvoiceDateFromRunDate {
      faults.append(
        FieldFault(
          field: invoiceDateOffset != 0 ? "invoiceDateOffset" : "invoiceDateFromRunDate",
          sentence: "invoiceDateOffset and invoiceDateFromRunDate do not go with an invoiceDate. "
            + "Leave one of them out."))
    }
    return faults
  }
}
