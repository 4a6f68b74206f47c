import Billing

/// What several events have in common.
extension EventShape {
  static let recordReference = EventShape(
    "RecordReference", "A record, by its kind and its identifier.",
    [
      .always("type", .choice(RecordType.self), "The kind of record."),
      .always("id", .text, "The record's identifier."),
    ])

  static let fault = EventShape(
    "Fault", "What was wrong, and what to do about it.",
    [
      .always("errorCode", .text, "The code; invoice-worker contract codes lists them."),
      .always("errorMessage", .text, "What happened and what to do, for people."),
      .orNull("pointer", .text, "The place in the request's data, as a JSON pointer."),
      .orNull("errorSource", .object(.recordReference), "The record that it concerns."),
    ])

  static let requestedBy = EventShape(
    "RequestedBy", "The person for whom a request was made.",
    [
      .orNull("userId", .text, "The person's identifier in the sender's system."),
      .orNull("name", .text, "The person's name."),
      .orNull("email", .text, "The person's e-mail address."),
      .sometimes("notify", .flag, "True where the result is mailed there."),
    ])

  static let cycle = EventShape(
    "A billing cycle.",
    [
      .always("startDate", .date, "Its first day."), .always("endDate", .date, "Its last day."),
    ])

  static let tax = EventShape(
    "Tax", "A tax of a line.",
    [
      .always("name", .text, "What the tax is called."),
      .orNull("code", .text, "The tax code by which the rate was found."),
      .orNull("category", .text, "The category of UNCL5305."),
      .always("rate", .decimal, "The rate in percent."),
      .always("amount", .decimal, "The amount, in the document's currency."),
    ])

  private init(_ sentence: String, _ members: [EventMember]) {
    self.init(nil, sentence, members)
  }

  static func part(_ sentence: String, _ members: [EventMember]) -> EventKind {
    .object(EventShape(sentence, members))
  }
}
