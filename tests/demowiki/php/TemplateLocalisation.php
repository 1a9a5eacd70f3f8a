<?php
/**
 * The words of the interface as they are in the wiki's template, which is made anew whenever
 * something that they come from changes. So none of them is ever too old, and no request looks.
 */
class TemplateLocalisation extends LCStoreStaticArray {
	/** @inheritDoc */
	public function get( $code, $key ) {
		$value = parent::get( $code, $key );
		return $key === 'deps' && $value !== null ? [] : $value;
	}
}
