/// The active codes of ISO 4217 (list one) that have a minor unit, by the number of its digits.
enum CurrencyTable {
  private static let withoutDigits =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"

  private static let withTwoDigits = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD \
    CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS \
    GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD \
    LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB \
    PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP \
    SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW \
    ZWG
    """

  private static let withThreeDigits = "BHD IQD JOD KWD LYD OMR TND"

  private static let withFourDigits = "CLF UYW"

  private static let digitsByCode: [UInt32: UInt8] = {
    var table: [UInt32: UInt8] = [:]
    let rows: [(codes: String, digits: UInt8)] = [
      (withoutDigits, 0), (withTwoDigits, 2), (withThreeDigits, 3), (withFourDigits, 4),
    ]
    for row in rows {
      for code in row.codes.split(separator: " ") {
        let letters = Array(code.utf8)
        table[Currency.pack(letters[0], letters[1], letters[2])] = row.digits
      }
    }
    return table
  }()

  /// `nil` for a code that is not listed.
  static func minorUnitDigits(of packedCode: UInt32) -> UInt8? {
    digitsByCode[packedCode]
  }
}
