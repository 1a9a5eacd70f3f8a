<?php
/**
 * A stand-in for the pages of Extension:TemplateStyles, which Debian does not carry: CSS under the
 * name of its content model. It refuses nothing; the real one refuses CSS that it does not know.
 */
class SanitizedCss extends CssContent {
	public function __construct( $text, $modelId = 'sanitized-css' ) {
		parent::__construct( $text, $modelId );
	}
}

class SanitizedCssHandler extends CssContentHandler {
	public function __construct( $modelId = 'sanitized-css' ) {
		parent::__construct( $modelId );
	}

	protected function getContentClass() {
		return SanitizedCss::class;
	}
}
