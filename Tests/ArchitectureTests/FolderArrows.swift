/// Which folders of a target use types that another of its folders declares. A folder is the first one below the
/// target, with everything in it; the files beside the folders are one more, named after the target.
///
/// Read from the text: a type is known by its name at the top level, or by its owner's name and its own.
struct FolderArrows {
  struct Use: CustomStringConvertible {
    let from: String
    let to: String
    let name: String
    let path: String

    var description: String { "\(from) → \(to): \(path) uses \(name)" }
  }

  let uses: [Use]

  var graph: DirectedGraph {
    var arrows: [String: Set<String>] = [:]
    for use in uses { arrows[use.from, default: []].insert(use.to) }
    return DirectedGraph(arrows: arrows)
  }

  init(target: String, files: [SourceTree.File]) {
    let read = files.map {
      let tokens = SwiftTokens($0.lines.joined(separator: "\n"))
      let (shared, own) = tokens.declarations
      return (
        path: $0.path, folder: Self.folder(of: $0.path, in: target), declared: shared, own: own,
        used: tokens.namesUsed
      )
    }
    // nil: declared by several folders, as members of extensions may be.
    var homes: [SwiftTokens.Declaration: String?] = [:]
    for file in read {
      for declaration in file.declared {
        if let home = homes[declaration], home != file.folder {
          homes[declaration] = .some(nil)
        } else {
          homes[declaration] = file.folder
        }
      }
    }
    var uses: [Use] = []
    for file in read {
      let names = file.used.bare.subtracting(file.own)
        .map { SwiftTokens.Declaration(name: $0, owner: nil) }
      for name in names + Array(file.used.qualified) {
        guard case .some(.some(let home)) = homes[name], home != file.folder else { continue }
        let shown = name.owner.map { "\($0).\(name.name)" } ?? name.name
        uses.append(Use(from: file.folder, to: home, name: shown, path: file.path))
      }
    }
    self.uses = uses.sorted { $0.description < $1.description }
  }

  private static func folder(of path: String, in target: String) -> String {
    let parts = path.split(separator: "/")
    // Sources, the target, a folder, …, the file.
    return parts.count > 3 ? String(parts[2]) : target
  }
}
