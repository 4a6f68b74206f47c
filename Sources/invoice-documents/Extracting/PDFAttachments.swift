import CQPDF

/// The files that are attached to a PDF: those of its own list (`/AF`), and those of its tree of names.
@safe struct PDFAttachments {
  struct Attachment {
    var name: String
    /// `/AFRelationship`; empty where it says none.
    var relationship: String
    /// qpdf's handle of the stream.
    var stream: qpdf_oh
  }

  private let file: PDFFile
  private(set) var all: [Attachment] = []

  init(_ file: PDFFile) {
    self.file = file
    let root = unsafe qpdf_get_root(file.data)
    let own = unsafe qpdf_oh_get_key(file.data, root, "/AF")
    for index in 0..<file.count(of: own) {
      add(unsafe qpdf_oh_get_array_item(file.data, own, Int32(index)))
    }
    guard let names = file.dictionary(root, "/Names"),
      let tree = file.dictionary(names, "/EmbeddedFiles")
    else { return }
    var nodes = [tree]
    // A tree may be a loop: no more nodes are looked at.
    var nodesLeft = 10_000
    while let node = nodes.popLast(), nodesLeft > 0 {
      nodesLeft -= 1
      let pairs = unsafe qpdf_oh_get_key(file.data, node, "/Names")
      // Name and file take turns.
      for index in stride(from: 1, to: file.count(of: pairs), by: 2) {
        add(unsafe qpdf_oh_get_array_item(file.data, pairs, Int32(index)))
      }
      let kids = unsafe qpdf_oh_get_key(file.data, node, "/Kids")
      for index in 0..<min(file.count(of: kids), nodesLeft) {
        let kid = unsafe qpdf_oh_get_array_item(file.data, kids, Int32(index))
        if unsafe qpdf_oh_is_dictionary(file.data, kid) != 0 { nodes.append(kid) }
      }
    }
  }

  /// What is no file of the form that PDF gives them is passed over.
  private mutating func add(_ specification: qpdf_oh) {
    guard all.count < 10_000, unsafe qpdf_oh_is_dictionary(file.data, specification) != 0,
      let embedded = file.dictionary(specification, "/EF"),
      let name = file.text(specification, "/UF") ?? file.text(specification, "/F")
    else { return }
    for key in ["/F", "/UF"] {
      let stream = unsafe qpdf_oh_get_key(file.data, embedded, key)
      guard unsafe qpdf_oh_is_stream(file.data, stream) != 0 else { continue }
      // A path is none of the name.
      let last = name.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? name
      all.append(
        Attachment(
          name: last, relationship: file.name(specification, "/AFRelationship") ?? "",
          stream: stream))
      return
    }
  }
}
