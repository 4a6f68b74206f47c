extension Migration {
  /// Logos of legal entities. The images are in a table of their own, so that entities and invoices stay small.
  static let logos = Migration(version: 22, name: "logos", comments: logosComments) { dialect in
    let digest = dialect.typeName(.identifier)
    let bytes = dialect.typeName(.bytes)
    return """
      CREATE TABLE legal_entity_logo (
        digest \(digest) PRIMARY KEY, image \(bytes) NOT NULL
      )\(dialect.tableOptions);
      ALTER TABLE legal_entity ADD COLUMN logo_digest \(digest)
        REFERENCES legal_entity_logo (digest);
      """
  }

  private static let logosComments = [
    TableComment(
      "legal_entity_logo", "Images that pages show. None is taken away: posted invoices have it.",
      [
        "digest": "SHA-256 of the image, in hexadecimal digits.",
        "image": "A PNG, as it was given.",
      ]),
    TableComment(
      "legal_entity", "Who issues invoices.",
      ["logo_digest": "Which image stands beside its name on pages."]),
  ]
}
