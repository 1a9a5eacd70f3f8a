<?php
$specialPageAliases = [];
$specialPageAliases['en'] = [
	'OAuth' => [ 'OAuth' ],
	'OAuthManageMyGrants' => [ 'OAuthManageMyGrants' ],
];
