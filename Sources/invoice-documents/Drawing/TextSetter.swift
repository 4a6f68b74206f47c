import CPango
import Pages

/// Sets texts: measures them for the layout, and draws them on a page.
@safe final class TextSetter {
  private let context: OpaquePointer
  private let layout: OpaquePointer
  private var fonts: [Font: Description] = [:]
  /// Letters of what was drawn that no font has.
  private var missing: [Unicode.Scalar] = []

  private struct Font: Hashable {
    var size: Double
    var isBold: Bool
  }

  /// Owned: given back with the setter.
  @safe private struct Description {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }
  }

  init(_ fonts: Fonts) throws(PageFailure) {
    guard let context = unsafe fonts.makeContext() else { throw .memory }
    guard let layout = unsafe pango_layout_new(context) else {
      unsafe g_object_unref(UnsafeMutableRawPointer(context))
      throw .memory
    }
    unsafe self.context = context
    unsafe self.layout = layout
    unsafe pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    // A number that is broken must not seem to have a hyphen, and what is copied must not get one.
    let attributes = unsafe pango_attr_list_new()
    unsafe pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(0))
    unsafe pango_layout_set_attributes(layout, attributes)
    unsafe pango_attr_list_unref(attributes)
  }

  deinit {
    for font in fonts.values { unsafe pango_font_description_free(font.pointer) }
    unsafe g_object_unref(UnsafeMutableRawPointer(layout))
    unsafe g_object_unref(UnsafeMutableRawPointer(context))
  }

  /// Which language's forms glyphs have, and where lines may break.
  func set(language: String) {
    unsafe pango_context_set_language(context, pango_language_from_string(language))
    unsafe pango_layout_context_changed(layout)
  }

  /// How high a text is when it is at most so wide; a width below 0 leaves it on one line.
  func height(of text: String, _ style: TextStyle, width: Double) -> Double {
    set(TextItem(text: text, style: style, x: 0, y: 0, width: width))
    return size().height
  }

  /// How wide a text is on one line.
  func width(of text: String, _ style: TextStyle) -> Double {
    set(TextItem(text: text, style: style, x: 0, y: 0, width: -1))
    return size().width
  }

  func draw(_ item: TextItem, on canvas: OpaquePointer) {
    set(item)
    unsafe cairo_set_source_rgb(canvas, item.style.gray, item.style.gray, item.style.gray)
    unsafe cairo_move_to(canvas, item.x, item.y)
    unsafe pango_cairo_show_layout(canvas, layout)
    if unsafe pango_layout_get_unknown_glyphs_count(layout) > 0 { noteMissing(item) }
  }

  /// The letters of what was drawn since it was asked last that no font has.
  func takeMissing() -> MissingLetters? {
    defer { missing = [] }
    return MissingLetters(missing)
  }

  /// Each letter by itself: Pango says how many there are, and not which.
  private func noteMissing(_ item: TextItem) {
    var tried = Set(missing)
    for letter in item.text.unicodeScalars where missing.count < MissingLetters.most {
      guard tried.insert(letter).inserted else { continue }
      var one = item
      one.text = String(letter)
      set(one)
      if unsafe pango_layout_get_unknown_glyphs_count(layout) > 0 { missing.append(letter) }
    }
  }

  private func set(_ item: TextItem) {
    unsafe pango_layout_set_font_description(layout, font(item.style))
    unsafe pango_layout_set_width(
      layout, item.width < 0 ? -1 : Int32(item.width * Double(PANGO_SCALE)))
    unsafe pango_layout_set_ellipsize(
      layout, item.isOneLine ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE)
    var text = item.text
    let mayBeReversed = text.utf8.contains { $0 >= Self.firstOfReversed }
    unsafe pango_layout_set_alignment(
      layout, item.alignment == .left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT)
    text.withUTF8 { bytes in
      let start = unsafe UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
      unsafe pango_layout_set_text(layout, start, Int32(bytes.count))
    }
    guard mayBeReversed, let line = unsafe pango_layout_get_line_readonly(layout, 0),
      unsafe pango_layout_line_get_resolved_direction(line) == PANGO_DIRECTION_RTL
    else { return }
    // To Pango left is where a line of the text's own direction begins.
    unsafe pango_layout_set_alignment(
      layout, item.alignment == .left ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT)
  }

  /// The first byte in UTF-8 of every script that is written from right to left, Hebrew's and those after it.
  private static let firstOfReversed: UInt8 = 0xD6

  private func size() -> (width: Double, height: Double) {
    var width: Int32 = 0
    var height: Int32 = 0
    unsafe pango_layout_get_size(layout, &width, &height)
    return (Double(width) / Double(PANGO_SCALE), Double(height) / Double(PANGO_SCALE))
  }

  private func font(_ style: TextStyle) -> OpaquePointer? {
    let key = Font(size: style.size, isBold: style.isBold)
    if let font = fonts[key] { return unsafe font.pointer }
    guard let font = unsafe pango_font_description_new() else { return nil }
    unsafe pango_font_description_set_family(font, Fonts.family)
    unsafe pango_font_description_set_weight(
      font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
    unsafe pango_font_description_set_size(font, Int32(style.size * Double(PANGO_SCALE)))
    fonts[key] = unsafe Description(font)
    return unsafe font
  }
}
