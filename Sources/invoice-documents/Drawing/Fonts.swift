import CPango

/// The fonts that pages are drawn with: Noto of Debian's packages, and nothing else that is installed or configured on the machine,
/// so that the same page is the same everywhere.
@safe final class Fonts {
  /// Owned: given back in deinit.
  private let map: UnsafeMutablePointer<PangoFontMap>
  private let configuration: OpaquePointer

  static let family = "Noto Sans"

  /// fonts-noto-core, and fonts-noto-cjk where it is installed: of every script the one design that goes with Noto Sans, upright,
  /// and none for headlines, handwriting or code. Caches are Debian's, or the user's own.
  private static let rules = """
    <?xml version="1.0"?>
    <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
    <fontconfig>
      <dir>/usr/share/fonts/truetype/noto</dir>
      <dir>/usr/share/fonts/opentype/noto</dir>
      <cachedir>/var/cache/fontconfig</cachedir>
      <cachedir prefix="xdg">fontconfig</cachedir>
      <selectfont>
        <rejectfont>
          <glob>*/NotoSerif*</glob>
          <glob>*/NotoSansMono*</glob>
          <glob>*/NotoSansDisplay*</glob>
          <glob>*/NotoSansHebrewDroid*</glob>
          <glob>*/NotoKufi*</glob>
          <glob>*/NotoNaskh*</glob>
          <glob>*/NotoNastaliq*</glob>
          <glob>*/NotoRashi*</glob>
          <glob>*/NotoLooped*</glob>
          <glob>*/NotoMono*</glob>
          <glob>*Italic*</glob>
          <glob>*Condensed*</glob>
        </rejectfont>
      </selectfont>
      <match target="pattern">
        <edit name="family" mode="append_last"><string>Noto Sans</string></edit>
      </match>
    </fontconfig>
    """

  init() throws(PageFailure) {
    guard let configuration = unsafe FcConfigCreate() else { throw .memory }
    unsafe self.configuration = configuration
    let isRead = unsafe Self.rules.withCString { text in
      unsafe text.withMemoryRebound(to: FcChar8.self, capacity: Self.rules.utf8.count) { bytes in
        unsafe FcConfigParseAndLoadFromMemory(configuration, bytes, 1)
      }
    }
    // The current one too, or Pango would read the machine's, with every font that is installed.
    guard isRead != 0, unsafe FcConfigBuildFonts(configuration) != 0,
      unsafe FcConfigSetCurrent(configuration) != 0,
      let map = unsafe iw_new_font_map(configuration)
    else {
      unsafe FcConfigDestroy(configuration)
      throw .memory
    }
    unsafe self.map = map
    // A point of a font is a unit of the page.
    unsafe pango_cairo_font_map_set_resolution(OpaquePointer(map), 72)
    guard hasFamily else { throw .fonts }
  }

  deinit {
    unsafe g_object_unref(map)
    unsafe FcConfigDestroy(configuration)
  }

  private var hasFamily: Bool {
    guard let pattern = unsafe FcPatternCreate() else { return false }
    defer { unsafe FcPatternDestroy(pattern) }
    unsafe Self.family.withCString { text in
      unsafe text.withMemoryRebound(to: FcChar8.self, capacity: Self.family.utf8.count) { name in
        _ = unsafe FcPatternAddString(pattern, FC_FAMILY, name)
      }
    }
    guard let set = unsafe FcFontList(configuration, pattern, nil) else { return false }
    defer { unsafe FcFontSetDestroy(set) }
    return unsafe set.pointee.nfont > 0
  }

  /// What text is laid out in; the caller gives it back.
  func makeContext() -> OpaquePointer? {
    guard let context = unsafe pango_font_map_create_context(map) else { return nil }
    unsafe pango_context_set_round_glyph_positions(context, 0)
    let options = unsafe cairo_font_options_create()
    unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    unsafe pango_cairo_context_set_font_options(context, options)
    unsafe cairo_font_options_destroy(options)
    return unsafe context
  }
}
