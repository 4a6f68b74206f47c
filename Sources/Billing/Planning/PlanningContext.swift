package import CivilTime

/// What planning needs to know besides facts, as values, so that the same request plans the same thing again.
package struct PlanningContext: Sendable {
  package let request: RequestKey
  /// The time of the transaction; becomes the posted date.
  package let now: UTCInstant
  package let taxEngine: any TaxEngine
  package let timeZones: any TimeZoneRules
  /// Who asked for it, as the request says.
  package let requestedBy: RequestedBy?
  /// The run whose chunk is planned; nil for requests.
  package let invoiceRunId: InvoiceRun.ID?
  /// What can be sent by e-mail; nil where no server is configured.
  package var email: EmailFacilities?
  /// An identifier that follows from these parts and from ``now``; in one context the same parts give the same one.
  package let deriveIdentifier: @Sendable ([String]) -> String

  package init(
    request: RequestKey,
    now: UTCInstant,
    taxEngine: any TaxEngine,
    timeZones: any TimeZoneRules = UnknownTimeZones(),
    requestedBy: RequestedBy? = nil,
    invoiceRunId: InvoiceRun.ID? = nil,
    deriveIdentifier: @escaping @Sendable ([String]) -> String
  ) {
    self.request = request
    self.now = now
    self.taxEngine = taxEngine
    self.timeZones = timeZones
    self.requestedBy = requestedBy
    self.invoiceRunId = invoiceRunId
    self.deriveIdentifier = deriveIdentifier
  }
}
