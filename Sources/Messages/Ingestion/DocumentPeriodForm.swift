import CivilTime

/// The period of a document; either date may be left out.
struct DocumentPeriodForm: ObjectForm {
  struct Dates {
    let startDate: CivilDate?
    let endDate: CivilDate?
  }

  func readMembers(_ fields: inout ObjectReader) -> Dates? {
    Dates(
      startDate: fields.optional("startDate", .date), endDate: fields.optional("endDate", .date))
  }
}
