import Billing
package import JSON
import Messages

extension ContractSubject {
  package enum Extent: Sendable {
    /// What must be there, and no more.
    case minimal
    /// Every member that goes together with the others.
    case full
  }

  /// For a schema: the smallest and the fullest.
  var examples: [JSONTree] {
    let both = [example(.minimal), example(.full)]
    return both[0] == both[1] ? [both[0]] : both
  }

  /// A request's data, a record, or an event's data. The first two the decoder accepts: it was asked.
  package func example(_ extent: Extent) -> JSONTree {
    switch self {
    case .request(let definition):
      let maker = ExampleMaker(
        faults: { body in
          ContractCheck.faults(ofRequest: definition, body.bytes).map {
            ($0.pointer ?? "", $0.message)
          }
        }, needed: Self.needed[definition.type] ?? [])
      if definition.type == .upsertRecords, extent == .full {
        return ["records": .array(RecordDefinition.all.map(Self.fullRecord))]
      }
      return extent == .full ? maker.full(definition.shape) : maker.minimal(definition.shape)
    case .record(let definition):
      return extent == .full ? Self.fullRecord(definition) : Self.minimalRecord(definition)
    case .event(let form): return EventExample(extent: extent).object(form.data)
    }
  }

  /// What a form lets be absent, and without which a request comes to nothing.
  private static let needed: [RequestType: [String]] = [
    .ingestInvoice: ["/invoice/lines", "/invoice/lines/0/taxTreatmentId"],
    .updateInvoice: ["/set/purchaseOrderNumber"],
  ]

  private static func fullRecord(_ definition: RecordDefinition) -> JSONTree {
    recordMaker.full(definition.shape)
  }

  private static func minimalRecord(_ definition: RecordDefinition) -> JSONTree {
    recordMaker.minimal(definition.shape)
  }

  private static var recordMaker: ExampleMaker {
    ExampleMaker { record in
      ContractCheck.faults(ofRecord: record.bytes).map { ($0.pointer ?? "", $0.message) }
    }
  }
}
