import JSON
import Messages

/// Makes bodies from the tables of fields, and lets the decoder say whether they are right: what it returns, the decoder
/// accepts.
struct ExampleMaker {
  /// The faults of a body, as the decoder finds them: pointers and sentences.
  let faults: (JSONTree) -> [(pointer: String, message: String)]

  /// Members, by their pointers, that are there too although the form does not ask for them.
  var needed: [String] = []

  /// With what must be there and no more.
  func minimal(_ shape: ObjectShape) -> JSONTree {
    var body = object(shape)
    for pointer in needed {
      let path = pointer.split(separator: "/").map(String.init)
      body = adding(path[...], to: body, shape)
    }
    // What goes with a member that is there is named by the fault that misses it.
    for _ in 0..<8 {
      let missing = faults(body)
      guard !missing.isEmpty else { return body }
      let before = body
      for fault in missing {
        let path = fault.pointer.split(separator: "/").map(String.init)
        body = adding(path[...], to: body, shape)
      }
      if body == before { break }
    }
    return body
  }

  /// With every member that goes together with those before it.
  func full(_ shape: ObjectShape) -> JSONTree { filling(minimal(shape), shape, within: { $0 }) }

  /// Adds member after member to an object and to those in it. `whole` puts the object into the body that the decoder reads.
  private func filling(
    _ object: JSONTree, _ shape: ObjectShape, within whole: (JSONTree) -> JSONTree
  ) -> JSONTree {
    var object = object
    for field in shape.fields {
      guard let kind = field.kind else { continue }
      if object[field.name] == nil {
        let value = value(named: field.name, kind)
        let more = object.setting(field.name, value, in: shape)
        guard faults(whole(more)).isEmpty else { continue }
        object = more
      }
      object = deepening(object, field.name, kind, in: shape, within: whole)
    }
    return object
  }

  private func deepening(
    _ object: JSONTree, _ name: String, _ kind: FieldKind, in shape: ObjectShape,
    within whole: (JSONTree) -> JSONTree
  ) -> JSONTree {
    guard let value = object[name] else { return object }
    switch kind {
    case .object(let inner):
      let filled = filling(value, inner) { whole(object.setting(name, $0, in: shape)) }
      return object.setting(name, filled, in: shape)
    case .list(let list):
      var elements = value.elements
      for index in elements.indices {
        guard let inner = list.element.shape(of: elements[index]) else { continue }
        let others = elements
        elements[index] = filling(elements[index], inner) { element in
          var all = others
          all[index] = element
          return whole(object.setting(name, .array(all), in: shape))
        }
      }
      return object.setting(name, .array(elements), in: shape)
    default: return object
    }
  }

  private func object(_ shape: ObjectShape) -> JSONTree {
    let chosen = Set(shape.choices.filter(\.isRequired).compactMap(\.names.first))
    return .named(
      shape.fields.compactMap { field in
        guard let kind = field.kind, field.presence == .required || chosen.contains(field.name)
        else { return nil }
        return (field.name, value(named: field.name, kind))
      })
  }

  private func value(
    named name: String, _ kind: FieldKind, number: Int = 0
  ) -> JSONTree {
    switch kind {
    case .object(let shape): ExampleValues.object(named: name) ?? object(shape)
    case .variants(_, let shapes): shapes.first.map { object($0) } ?? .null
    case .list(let list):
      .array([value(named: name, list.element)])
    default: ExampleValues.value(named: name, kind, number: number) ?? .null
    }
  }

  /// The member that a fault names, where it is not there yet.
  private func adding(
    _ path: ArraySlice<String>, to value: JSONTree, _ shape: ObjectShape
  ) -> JSONTree {
    guard let name = path.first, let kind = shape.field(named: name)?.kind else { return value }
    guard let inner = value[name] else {
      return value.setting(name, self.value(named: name, kind), in: shape)
    }
    let rest = path.dropFirst()
    switch kind {
    case .object(let shape2):
      return value.setting(name, adding(rest, to: inner, shape2), in: shape)
    case .list(let list):
      guard let index = rest.first.flatMap({ Int($0) }), inner.elements.indices.contains(index),
        let shape2 = list.element.shape(of: inner.elements[index])
      else { return value }
      var elements = inner.elements
      elements[index] = adding(rest.dropFirst(), to: elements[index], shape2)
      return value.setting(name, .array(elements), in: shape)
    default: return value
    }
  }
}

extension FieldKind {
  /// The table of an object of this kind; of variants the one that its tag says.
  func shape(of value: JSONTree) -> ObjectShape? {
    switch self {
    case .object(let shape): return shape
    case .variants(let tag, let shapes):
      guard let name = value[tag]?.text else { return nil }
      return shapes.first { $0.field(named: tag)?.kind == .choice([name]) }
    default: return nil
    }
  }
}

extension JSONTree {
  /// The object with this member, which stands where the table has it.
  fileprivate func setting(_ name: String, _ value: JSONTree, in shape: ObjectShape) -> JSONTree {
    var byName = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    byName[name] = value
    return .named(
      shape.fields.compactMap { field in byName[field.name].map { (field.name, $0) } })
  }
}
