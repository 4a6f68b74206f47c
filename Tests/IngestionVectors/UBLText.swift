/// Writes elements of XML, with prefixes of the caller's choice.
struct UBLText {
  /// Of the aggregate and basic components; empty is the default namespace.
  let aggregate: String
  let basic: String
  private(set) var text = ""

  init(aggregate: String, basic: String) {
    self.aggregate = aggregate
    self.basic = basic
  }

  /// A basic component; nothing without a text.
  mutating func basic(_ name: String, _ value: Any?, _ attribute: (String, String)? = nil) {
    guard let value = value as? String else { return }
    let tag = Self.qualified(name, basic)
    let attributes = attribute.map { " \($0.0)='\(Self.escaped($0.1))'" } ?? ""
    text += "<\(tag)\(attributes)>\(Self.escaped(value))</\(tag)>"
  }

  mutating func aggregate(_ name: String, _ content: (inout UBLText) -> Void) {
    let tag = Self.qualified(name, aggregate)
    text += "<\(tag)>\n"
    content(&self)
    text += "</\(tag)>\n"
  }

  /// The whole document.
  static func document(
    _ root: String, aggregate: String, basic: String, _ content: (inout UBLText) -> Void
  ) -> String {
    let schemas = "urn:oasis:names:specification:ubl:schema:xsd:"
    // The root takes the default namespace unless the components do.
    let own = aggregate.isEmpty || basic.isEmpty ? "ubl" : ""
    var body = UBLText(aggregate: aggregate, basic: basic)
    content(&body)
    let tag = qualified(root, own)
    let declarations = [
      (own, "\(root)-2"), (aggregate, "CommonAggregateComponents-2"),
      (basic, "CommonBasicComponents-2"),
    ].map { prefix, schema in
      "xmlns\(prefix.isEmpty ? "" : ":\(prefix)")='\(schemas)\(schema)'"
    }
    return """
      <?xml version='1.0' encoding='UTF-8'?>
      <\(tag) \(declarations.joined(separator: "\n  "))>
      \(body.text)</\(tag)>

      """
  }

  private static func qualified(_ name: String, _ prefix: String) -> String {
    prefix.isEmpty ? name : "\(prefix):\(name)"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("'", with: "&apos;")
  }
}
