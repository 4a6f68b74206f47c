import Billing

/// The article of the catalogue about error codes: the table in words.
package enum ErrorCodeArticle {
  package static var text: String {
    beginning + ErrorCodeEntry.groups.map(section).joined(separator: "\n")
  }

  private static let beginning = """
    # Error codes

    What a code means and what to do. The message beside it names the record, the figure or the field. `invoice-worker contract codes`
    prints the same. A warning keeps nothing from being done. `ingest` alone has two more: `TEXT_SHORTENED` and `TEXT_DROPPED`, of a free
    text of an issued document that did not fit.


    """

  private static func section(_ group: (title: String, entries: [ErrorCodeEntry])) -> String {
    let rows = group.entries.map { entry in
      "| `\(entry.code.rawValue)`\(entry.isWarning ? " (warning)" : "") | \(entry.when) | \(entry.fix) |\n"
    }
    return "## \(group.title)\n\n| Code | When | What to do |\n|---|---|---|\n\(rows.joined())"
  }
}
