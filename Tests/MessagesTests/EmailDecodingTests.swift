import Billing
import CivilTime
import JSON
import Messages
import Testing

/// The requests about e-mails, and their events.
@Suite struct EmailDecodingTests {
  private func decode(_ type: String, _ body: String) -> Intake {
    RequestDecoder.decode(Requests.plain(body, type: type, queue: .manage))
  }

  @Test func aRequestToSendIsRead() {
    #expect(
      decode("invoice.send-email.v1", #"{"invoiceIds": ["I"]}"#).request
        == SendEmail(invoiceIds: ["I"]))
    #expect(
      decode(
        "invoice.send-email.v1",
        #"""
        {"invoiceIds": ["I", "J"], "emailTemplateId": "T", "to": ["a@x.example"], "cc": ["b@x.example"],
         "attachments": ["Pdf"], "resend": true, "ignoreOptOut": true}
        """#
      ).request
        == SendEmail(
          invoiceIds: ["I", "J"], emailTemplateId: "T", to: ["a@x.example"], cc: ["b@x.example"],
          attachments: [.pdf], resend: true, ignoresOptOut: true))
  }

  @Test("The invoices of a run are sent where each account says")
  func run() {
    func intake(_ members: String) -> Intake {
      decode("invoice.send-email.v1", "{\(members)}")
    }
    #expect(
      intake(#""invoiceRunId": "RUN", "emailTemplateId": "T", "resend": true"#).request
        == SendEmail(.run("RUN"), emailTemplateId: "T", resend: true))
    #expect(
      intake(#""invoiceRunId": "RUN", "to": ["a@x.example"], "cc": []"#).places
        == ["REQUEST_INVALID /to", "REQUEST_INVALID /cc"])
    #expect(
      intake(#""invoiceRunId": "RUN", "invoiceIds": ["I"]"#).places
        == ["REQUEST_INVALID /invoiceIds", "REQUEST_INVALID /invoiceRunId"])
    #expect(
      intake(#""resend": true"#).places
        == ["REQUEST_INVALID /invoiceIds", "REQUEST_INVALID /invoiceRunId"])
  }

  @Test("An address or attachment twice, no recipient, and more than ten are refused")
  func lists() {
    func places(_ members: String) -> [String] {
      decode("invoice.send-email.v1", #"{"invoiceIds": ["I"], \#(members)}"#).places
    }
    #expect(places(#""to": ["a@x.example", "A@X.example"]"#) == ["REQUEST_INVALID /to/1"])
    #expect(places(#""to": []"#) == ["REQUEST_INVALID /to"])
    #expect(places(#""attachments": ["Ubl", "Ubl"]"#) == ["REQUEST_INVALID /attachments/1"])
    #expect(places(#""attachments": ["Csv"]"#) == ["REQUEST_INVALID /attachments/0"])
    let eleven = (0...10).map { #""a\#($0)@x.example""# }.joined(separator: ", ")
    #expect(places("\"to\": [\(eleven)]") == ["LIMIT_EXCEEDED /to"])
    #expect(places(#""attachments": [], "cc": []"#) == [])
  }

  @Test("A bounce names the e-mail by its identifier or its Message-ID, in brackets or without")
  func bounces() {
    func bounce(_ members: String) -> Intake {
      decode("email.report-bounce.v1", "{\(members), \"kind\": \"Hard\"}")
    }
    #expect(bounce(#""emailId": "E-1""#).request == ReportBounce(emailId: "E-1", kind: .hard))
    for id in ["<E-1@mail.example>", "E-1@mail.example", " <E-1@mail.example>"] {
      #expect(
        bounce("\"messageId\": \"\(id)\"").request
          == ReportBounce(emailId: "E-1", pointer: "/messageId", kind: .hard), "\(id)")
    }
    // Of whatever else comes as one an identifier is made, so that it can be named as what was not found.
    let strange = [
      ("<@mail.example>", "?"), ("<>", "?"), ("<é b@x>", "??b"), ("<E-1>", "E-1"),
      (String(repeating: "é", count: 998), String(repeating: "?", count: 64)),
    ]
    for (id, expected) in strange {
      #expect(
        bounce("\"messageId\": \"\(id)\"").request
          == ReportBounce(emailId: RecordID(expected), pointer: "/messageId", kind: .hard), "\(id)")
    }
    #expect(
      bounce(#""emailId": "E", "messageId": "<E@x>""#).places
        == ["REQUEST_INVALID /emailId", "REQUEST_INVALID /messageId"])
    #expect(
      decode("email.report-bounce.v1", #"{"emailId": "E", "kind": "Late"}"#).places
        == ["REQUEST_INVALID /kind"])
    #expect(
      decode("email.unsuppress.v1", #"{"address": "a@x.example"}"#).request
        == Unsuppress(address: "a@x.example"))
  }

  @Test("A template's texts have line breaks and tabs, and no other control character")
  func bodies() {
    let sample = RecordSamples.emailTemplate
    #expect(
      sample.decode(replacing: "textBody", with: #""a\u0000b""#).places
        == ["REQUEST_INVALID /records/0/textBody"])
    #expect(
      sample.decode(replacing: "textBody", with: #"" \n ""#).places
        == ["REQUEST_INVALID /records/0/textBody"])
    #expect(
      sample.decode(replacing: "subject", with: #""a\nb""#).places
        == ["REQUEST_INVALID /records/0/subject"])
    #expect(sample.decode(replacing: "textBody", with: #""a\r\n\tb""#).records.count == 1)
  }

  private var email: EmailDelivery {
    var email = EmailDelivery(
      id: "E-1", invoiceId: "I-1", to: ["a@x.example"], subject: "s", textBody: "secret",
      request: RequestKey(source: "crm", identifier: "r"),
      queuedAt: UTCInstant(microsecondsSince1970: 0))
    email.attempts = 2
    email.diagnostic = "550 no"
    return email
  }

  @Test("Events say what became of an e-mail, and never what it said")
  func events() {
    let encoder = EventEncoder()
    let time = UTCInstant(microsecondsSince1970: 0)
    let sent = encoder.email(
      .emailSent, email, refused: [RefusedRecipient(address: "b@x.example", diagnostic: "551")],
      requestIdentifier: "r", trace: nil, time: time)
    let text = String(decoding: sent.body, as: UTF8.self)
    #expect(
      text.hasSuffix(
        #""data":{"emailId":"E-1","invoiceId":"I-1","to":["a@x.example"],"attempts":2,"diagnostic":"550 no","refused":[{"address":"b@x.example","diagnostic":"551"}]}}"#
      ), "\(text)")
    #expect(sent.subject == "E-1" && !text.contains("secret"))
    let bounced = encoder.bounced(
      EmailBounce(of: email, address: "a@x.example", kind: .complaint), requestIdentifier: "r",
      trace: nil, time: time)
    #expect(
      String(decoding: bounced.body, as: UTF8.self).hasSuffix(
        #""refused":[],"address":"a@x.example","kind":"Complaint"}}"#))
    #expect(bounced.id != sent.id)
  }
}
