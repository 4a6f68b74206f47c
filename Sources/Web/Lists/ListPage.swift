/// What the lists have in common: problems of the filter, the filter, a table or a sentence, what leads on.
enum ListPage {
  static func page<Filter: ListFilter>(
    _ title: String, _ route: WebRoute, _ filter: Filter, problems: [String],
    fields: [Parts.Field], table: HTMLNode?, empty: String, next: Filter?, isFirst: Bool,
    json: [UInt8]
  ) -> WebPage {
    var content: [HTMLNode] = problems.map { Parts.notice($0) }
    content.append(Parts.filter(route, fields))
    content.append(table ?? Parts.paragraph(empty))
    let onwards = next.map { WebAddress(route, $0.query) }
    content.append(Parts.pager(first: isFirst ? nil : WebAddress(route), next: onwards))
    return WebPage(
      title, section: route, twin: WebAddress(route, filter.query, as: .json), json: json, content)
  }
}
