import Billing
import Messages
import Testing

/// Every field of every record: given, left out, null, of the wrong kind, and beside an unknown one.
@Suite struct RecordDecodingTests {
  @Test func everyTypeHasASample() {
    let types = RecordType.allCases.filter { $0.kind != nil }
    #expect(Set(RecordSamples.all.map(\.type)) == Set(types.map(\.rawValue)))
  }

  @Test(arguments: RecordSamples.all)
  func everyFieldIsRead(sample: RecordSample) {
    let intake = sample.decode()
    #expect(intake.records == [sample.record])
    #expect(intake.places == [])
  }

  @Test(arguments: RecordSamples.all)
  func aRequiredFieldMustBeThere(sample: RecordSample) throws {
    let required = sample.fields.filter(\.isRequired)
    #expect(!required.isEmpty)
    for field in required {
      for json in [nil, "null"] {
        let intake = sample.decode(replacing: field.name, with: json)
        #expect(intake.places == ["REQUEST_INVALID /records/0/\(field.name)"])
        let message = try #require(intake.refusal?.faults.first?.message)
        #expect(message == "\(field.name) is required.")
      }
    }
  }

  @Test(arguments: RecordSamples.all)
  func anOptionalFieldMayBeLeftOutOrNull(sample: RecordSample) {
    // A suspension must have a target; only the type beside the sample's one says which.
    for field in sample.fields
    where !field.isRequired && !field.isOneOfSeveral && field.json != #""A""# {
      let absent = sample.decode(replacing: field.name)
      #expect(absent.records.count == 1, "\(field.name)")
      if field.name != "category" {
        #expect(absent.records != [sample.record], "\(field.name)")
      }
      #expect(sample.decode(replacing: field.name, with: "null").records == absent.records)
    }
  }

  @Test(arguments: RecordSamples.all)
  func aFieldOfTheWrongKindIsRefused(sample: RecordSample) {
    let signed = [
      "quantity", "unitPrice", "billingPeriodAmount", "targetDateOffset", "invoiceDateOffset",
    ]
    let mayBeEmpty = ["weekend", "dates"]
    for field in sample.fields {
      for json in ["[]", "[[1]]", #""\u0007""#, "-1"] {
        guard json != "-1" || !signed.contains(field.name) else { continue }
        guard json != "[]" || !mayBeEmpty.contains(field.name) else { continue }
        let places = sample.decode(replacing: field.name, with: json).places
        // A list is refused at its first bad element.
        let element = field.json.hasPrefix("[") && json == "[[1]]" ? "/0" : ""
        #expect(
          places == ["REQUEST_INVALID /records/0/\(field.name)\(element)"],
          "\(field.name): \(json)")
      }
    }
  }

  @Test(arguments: RecordSamples.all)
  func anUnknownFieldIsRefused(sample: RecordSample) {
    for extra in [#""colour": "red""#, #""Name": "x""#, #""colour": null"#] {
      let name = extra.hasPrefix(#""Name"#) ? "Name" : "colour"
      #expect(
        sample.decode(adding: extra).places == ["REQUEST_INVALID /records/0/\(name)"])
    }
  }

  @Test(arguments: [#""Invoice""#, #""Request""#, #""account""#, #""""#, "1", "{}"])
  func otherTypesAreUnknown(type: String) {
    let intake = RequestDecoder.decode(Requests.upsert(#"{"type": \#(type), "id": "X"}"#))
    #expect(intake.places == ["REQUEST_INVALID /records/0/type"])
  }

  @Test(arguments: [#""""#, #""a b""#, #""é""#, "7", String(repeating: "i", count: 65).quoted])
  func identifiersAreOfTheAlphabet(id: String) {
    #expect(
      RecordSamples.order.decode(replacing: "id", with: id).places
        == ["REQUEST_INVALID /records/0/id"])
    #expect(
      RecordSamples.order.decode(replacing: "accountId", with: id).places
        == ["REQUEST_INVALID /records/0/accountId"])
  }

  @Test func theLongestIdentifierIsTaken() {
    let id = String(repeating: "i", count: 64)
    #expect(RecordSamples.order.decode(replacing: "id", with: id.quoted).records.count == 1)
  }

  @Test func theListOfRecordsHasOneToFiveThousand() throws {
    func upsert(_ body: String) -> Intake {
      RequestDecoder.decode(
        Requests.plain(body, type: "records.upsert.v1", queue: .records))
    }
    #expect(upsert("{}").places == ["REQUEST_INVALID /records"])
    #expect(upsert(#"{"records": {}}"#).places == ["REQUEST_INVALID /records"])
    #expect(upsert(#"{"records": []}"#).places == ["REQUEST_INVALID /records"])
    #expect(upsert(#"{"records": [1]}"#).places == ["REQUEST_INVALID /records/0"])
    func orders(_ count: Int) -> String {
      (0..<count).map { #"{"type":"Order","id":"O\#($0)","accountId":"A","orderNumber":"1"}"# }
        .joined(separator: ",")
    }
    #expect(RequestDecoder.decode(Requests.upsert(orders(5_000))).records.count == 5_000)
    let intake = RequestDecoder.decode(Requests.upsert(orders(5_001)))
    #expect(intake.places == ["LIMIT_EXCEEDED /records"])
    #expect(intake.refusal?.outcome == .failed)
  }

  @Test func aRecordStandsOnceInARequest() throws {
    let order = RecordSamples.order.text()
    let intake = RequestDecoder.decode(
      Requests.upsert([order, RecordSamples.contact.text(), order, order].joined(separator: ",")))
    #expect(
      intake.places == ["REQUEST_INVALID /records/2", "REQUEST_INVALID /records/3"])
    for fault in try #require(intake.refusal?.faults) {
      #expect(fault.message.contains("/records/0;"))
    }
  }

  /// Well-formed, so not rejected by the decoder: the plan refuses the request.
  @Test func anUnknownCurrencyMakesTheRecordUnusable() throws {
    let texts = [
      RecordSamples.order.text(),
      RecordSamples.account.text(replacing: "currency", with: #""XYZ""#),
    ]
    let intake = RequestDecoder.decode(Requests.upsert(texts.joined(separator: ",")))
    guard let upsert = intake.request as? UpsertRecords,
      case .unusable(let reference, let faults) = try #require(upsert.entries.last)
    else {
      Issue.record("refused, or usable")
      return
    }
    #expect(upsert.entries.first == .record(RecordSamples.order.record))
    #expect(reference == RecordSamples.account.record.reference)
    #expect(faults.map(\.code) == [.currencyUnknown])
    #expect(faults.map(\.pointer) == ["/records/1/currency"])
    #expect(
      RecordSamples.account.decode(replacing: "currency", with: "17").places
        == ["REQUEST_INVALID /records/0/currency"])
  }

  @Test func anAccountHasOneBillToContact() {
    let both = RecordSamples.account.decode(adding: #""billToContactId": "C""#)
    #expect(
      both.places == [
        "REQUEST_INVALID /records/0/billToContact", "REQUEST_INVALID /records/0/billToContactId",
      ])
    let stored = RecordSamples.account.decode(
      replacing: "billToContact", adding: #""billToContactId": "C""#)
    guard case .account(let account) = stored.records.first else {
      Issue.record("refused")
      return
    }
    #expect(account.billToContact == .contact("C"))
  }

  @Test(arguments: [
    (#"{"street": "", "city": "Hong Kong", "postalCode": "", "country": "HK"}"#, []),
    (#"{"city": " ", "postalCode": "1", "country": "no"}"#, ["/street", "/city", "/country"]),
    (
      #"{"street": "a\nb", "city": "C", "postalCode": "1", "country": "NOR", "zip": 1}"#,
      ["/street", "/country", "/zip"]
    ),
  ])
  func addresses(text: String, faults: [String]) {
    let intake = RecordSamples.account.decode(replacing: "billingAddress", with: text)
    #expect(intake.places == faults.map { "REQUEST_INVALID /records/0/billingAddress\($0)" })
  }

  @Test(arguments: [
    #""a""#, #""a@""#, #""@b""#, #""a@b@c""#, #""a b@c""#,
    String(repeating: "x", count: 254).quoted,
  ])
  func addressesOfMail(text: String) {
    #expect(
      RecordSamples.contact.decode(replacing: "email", with: text).places
        == ["REQUEST_INVALID /records/0/email"])
  }

  @Test func lengthsAreCountedInCharacters() {
    let longest = String(repeating: "é", count: 255)
    #expect(
      RecordSamples.order.decode(replacing: "orderNumber", with: longest.quoted).records != [])
    #expect(
      RecordSamples.order.decode(replacing: "orderNumber", with: (longest + "x").quoted).places
        == ["REQUEST_INVALID /records/0/orderNumber"])
  }

  @Test func aSuspensionHasOneTarget() {
    let none = RecordSamples.suspension.decode(replacing: "accountId")
    #expect(
      none.places == [
        "REQUEST_INVALID /records/0/accountId", "REQUEST_INVALID /records/0/billingScheduleGroupId",
        "REQUEST_INVALID /records/0/billingScheduleId",
      ])
    let two = RecordSamples.suspension.decode(adding: #""billingScheduleId": "B""#)
    #expect(
      two.places == [
        "REQUEST_INVALID /records/0/accountId", "REQUEST_INVALID /records/0/billingScheduleId",
      ])
    let targets: [(String, BillingSuspension.Target)] = [
      (#""billingScheduleId": "B""#, .billingSchedule("B")),
      (#""billingScheduleGroupId": "G""#, .billingScheduleGroup("G")),
    ]
    for (member, target) in targets {
      let intake = RecordSamples.suspension.decode(replacing: "accountId", adding: member)
      guard case .billingSuspension(let suspension) = intake.records.first else {
        Issue.record("refused")
        continue
      }
      #expect(suspension.target == target)
    }
  }

  @Test(arguments: ["-1", "1.0", "1e0", #""1""#, "9223372036854775808", "true"])
  func revisionsAreWholeNumbers(json: String) {
    #expect(
      RecordSamples.order.decode(replacing: "revision", with: json).places
        == ["REQUEST_INVALID /records/0/revision"])
  }
}

extension String {
  /// As a JSON string; for texts without anything to escape.
  var quoted: String { "\"\(self)\"" }
}
