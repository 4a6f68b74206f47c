import CivilTime

/// The period of a document; either date may be left out.
struct DocumentPeriodForm: ObjectForm {
  struct Dates {
    let startDate: CivilDate?
    let endDate: CivilDate?
  }

  func read(_ fields: inout ObjectReader) -> Dates? {
    Dates(
      startDate: fields.optional("startDate", .date, "Its first day."),
      endDate: fields.optional("endDate", .date, "Its last day."))
  }
}
