extension Invoice {
  /// Whether the document that it was ingested from names its issuer with an address: then documents name it as that one did,
  /// whoever the legal entity is.
  var namesItsIssuer: Bool {
    ingested?.seller?.name != nil && ingested?.terms[.seller]?.address != nil
  }
}
