import JSON
import Messages

extension AsyncAPIDocument {
  /// Messages and schemas, by names without dots: some generators refuse those.
  var components: JSONTree {
    var writer = SchemaWriter(.asyncAPI)
    var messages: [(name: String, value: JSONTree)] = []
    var schemas: [(name: String, value: JSONTree)] = []
    for definition in RequestDefinition.all {
      let subject = ContractSubject.request(definition)
      schemas.append(
        (
          subject.key,
          writer.schema(definition.shape, title: subject.key, sentence: definition.sentence)
        ))
      messages.append((subject.key, request(definition)))
    }
    for form in EventForm.all {
      let key = ContractSubject.event(form).key
      schemas.append((key, writer.schema(form.envelope)))
      messages.append((key, event(form)))
    }
    return ["messages": .named(messages), "schemas": .named(schemas + writer.definitions)]
  }

  private func request(_ definition: RequestDefinition) -> JSONTree {
    let subject = ContractSubject.request(definition)
    return [
      "name": .string(subject.name), "title": .string(subject.name),
      "summary": .string(definition.sentence),
      "contentType": "application/json",
      "headers": Self.traceHeaders,
      "payload": Self.reference("components/schemas/\(subject.key)"),
      "correlationId": ["location": "$message.header#/message_id"],
      "bindings": [
        "amqp": ["messageType": .string(subject.name), "bindingVersion": "0.3.0"]
      ],
      "examples": [
        ["name": "minimal", "payload": subject.example(.minimal)],
        ["name": "full", "payload": subject.example(.full)],
      ],
      "x-properties": Self.requestProperties(subject.name),
    ]
  }

  private func event(_ form: EventForm) -> JSONTree {
    let subject = ContractSubject.event(form)
    return [
      "name": .string(subject.name), "title": .string(subject.name),
      "summary": .string(form.sentence),
      "contentType": .string(Event.contentType),
      "payload": Self.reference("components/schemas/\(subject.key)"),
      "correlationId": ["location": "$message.header#/correlation_id"],
      "bindings": [
        "amqp": ["messageType": .string(subject.name), "bindingVersion": "0.3.0"]
      ],
      "examples": [["name": "full", "payload": EventExample(extent: .full).object(form.envelope)]],
    ]
  }

  private static let traceHeaders: JSONTree = [
    "type": "object",
    "properties": [
      "traceparent": [
        "type": "string", "description": "The trace that it belongs to (W3C Trace Context).",
      ],
      "tracestate": ["type": "string"],
    ],
  ]

  /// The AMQP properties of a request, for which AsyncAPI has no place.
  private static func requestProperties(_ type: String) -> JSONTree {
    [
      "type": "object",
      "properties": [
        "message_id": [
          "description":
            "The request's identifier, chosen by the sender, once for all; the same one has one effect.",
          "type": "string",
          "minLength": .integer(PrintableASCII.requestIdentifierLength.lowerBound),
          "maxLength": .integer(PrintableASCII.requestIdentifierLength.upperBound),
          "pattern": "^[!-~]+$",
        ],
        "type": ["const": .string(type)],
        "app_id": [
          "description": "The request's source, for which the identifier is unique.",
          "type": "string", "maxLength": .integer(PrintableASCII.sourceLength.upperBound),
          "pattern": "^[!-~]*$",
        ],
        "content_type": ["const": "application/json"],
        "delivery_mode": ["const": 2],
        "correlation_id": [
          "description": "Comes back in the reply; without it the identifier does.",
          "type": "string",
        ],
        "reply_to": [
          "description": "The queue that the completion is sent to as well.", "type": "string",
        ],
        "timestamp": ["type": "integer"],
      ],
      "required": ["message_id", "type"],
    ]
  }
}
