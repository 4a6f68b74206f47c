import Billing

/// A record of an upsert: its `type` decides what else it holds.
struct RecordForm: ObjectForm {
  struct Value {
    let reference: RecordReference
    let entry: UpsertRecords.Entry

    /// What is wrong between the record's fields.
    var fieldFaults: [FieldFault] {
      guard case .record(let record) = entry else { return [] }
      return record.fieldFaults
    }
  }

  static let typeSentence = "Which kind of record it is; it decides the other fields."

  static func readID(_ fields: inout ObjectReader) -> String? {
    fields.required(
      "id", .opaqueIdentifier, "The record's identifier, chosen by the sender; unique for its type."
    )
  }

  var kind: FieldKind { .variants(tag: "type", RecordDefinition.all.map(\.shape)) }

  func read(_ fields: inout ObjectReader) -> Value? {
    fields.faults.unusable = []
    return fields.holding(to: { $0.fieldFaults }) { fields in
      let definition = fields.required(
        "type", RecordTypeForm(types: RecordDefinition.all), Self.typeSentence)
      let id = Self.readID(&fields)
      guard let definition else {
        // Without its type nothing is known of the rest.
        fields.ignoreTheRest()
        return nil
      }
      let record = definition.read(id ?? "", &fields)
      guard let id else { return nil }
      let reference = RecordReference(type: definition.type, id: id)
      let unusable = fields.faults.unusable
      guard unusable.isEmpty else {
        return Value(reference: reference, entry: .unusable(reference, unusable))
      }
      return record.map { Value(reference: reference, entry: .record($0)) }
    }
  }
}
