import Billing
import Contract
import JSON
import Messages

/// A text that is checked against the contract.
struct CheckedFile {
  /// For a sentence.
  let typeName: String
  let faults: [Fault]

  /// The text of the file of this name, as what it is said to be; nil where the text itself says so.
  ///
  /// - Throws: when nobody says what it is.
  init(
    _ bytes: [UInt8], named name: String, as subject: ContractSubject?
  ) throws(CommandFailure) {
    let root: JSONValue?
    do throws(JSONError) {
      root = try JSONDocument(reading: bytes, maximumDepth: JSONDocument.maximumDepth + 1).root
    } catch {
      // What is wrong with it the decoder says, in its own words.
      root = nil
    }
    let envelope = Self.envelope(root)
    if let type = envelope?.type, subject == nil || subject?.name == type {
      typeName = type
      faults =
        ContractSubject(name: type)?.isEvent == true
        ? Self.faults(ofEvent: type, root)
        : ContractCheck.refusal(ofCloudEvent: bytes)?.faults ?? []
      return
    }
    guard let subject else {
      throw .usage(
        "\(name) does not say what it is: give --type, for example --type invoice.generate.v1; only a CloudEvents message names its type itself"
      )
    }
    typeName = subject.name
    faults =
      switch subject {
      case .request(let definition): ContractCheck.faults(ofRequest: definition, bytes)
      case .record: ContractCheck.faults(ofRecord: bytes)
      case .event(let form): Self.faults(form.data, root)
      }
  }

  /// The type of a CloudEvents message; nil for what is none.
  private static func envelope(_ root: JSONValue?) -> (type: String, object: JSONObject)? {
    guard case .object(let object)? = root, object["specversion"] != nil,
      case .string(let type)? = object["type"]
    else { return nil }
    return (type, object)
  }

  private static func faults(ofEvent type: String, _ root: JSONValue?) -> [Fault] {
    guard case .event(let form)? = ContractSubject(name: type) else { return [] }
    return faults(form.envelope, root)
  }

  /// Of an event, whose undeclared members may be those of a later version.
  private static func faults(_ shape: EventShape, _ root: JSONValue?) -> [Fault] {
    guard let root else {
      return [Fault(code: .requestMalformed, message: "The text is not valid JSON.")]
    }
    return shape.faults(in: root, toleratingMore: true).map { sentence in
      let pointer = sentence.prefix { $0 != " " }
      return Fault(
        code: .requestInvalid, message: "\(sentence.isEmpty ? "It" : sentence).",
        pointer: pointer.isEmpty ? nil : String(pointer))
    }
  }
}

extension ContractSubject {
  var isEvent: Bool { if case .event = self { true } else { false } }
}
