extension TestTaxEngine {
  /// What it does with a call, where it does not just answer it. Without a status, a body or an action the call is done.
  package struct Rule: Encodable, Sendable {
    package enum Path: String, Encodable, Sendable {
      case quote = "/quote"
      case commit = "/commit"
      case void = "/void"
    }

    package enum Action: String, Encodable, Sendable {
      /// Ends the connection; nothing is done.
      case drop
      /// Does it, and ends the connection instead of answering.
      case doAndDrop = "do-and-drop"
      /// Says nothing.
      case hang
      /// Half of the answer, and no more.
      case stall
      /// Half of the answer, and the end of the connection.
      case cut
      /// Something that is not HTTP.
      case garbage
      /// An answer of 2 MiB.
      case huge
      case endlessHeader = "endless-header"
    }

    /// nil: any.
    package var at: Path?
    /// An expression that is found in the body.
    package var match: String?
    /// How often; nil: always.
    package var times: Int?
    /// Seconds before anything else.
    package var delay: Double?
    package var status: Int?
    package var headers: [String: String]?
    package var body: String?
    package var action: Action?
    /// A void finds its period locked.
    package var locked: Bool?
    /// What a commit has booked, instead of the document's own tax.
    package var totalTax: String?
    /// Members of a quote's first tax that are other than they would be.
    package var change: [String: String]?

    package init(
      at: Path? = nil, match: String? = nil, times: Int? = nil, delay: Double? = nil,
      status: Int? = nil, headers: [String: String]? = nil, body: String? = nil,
      then action: Action? = nil
    ) {
      self.at = at
      self.match = match
      self.times = times
      self.delay = delay
      self.status = status
      self.headers = headers
      self.body = body
      self.action = action
    }
  }
}
