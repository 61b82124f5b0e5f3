# expect: psgsh:Stack-currency sh:NodeKindConstraintComponent
# The value of “currency” is text instead of an address.
INSERT DATA { <id/stack/example> psg:currency "http://publications.europa.eu/resource/authority/currency/EUR" }
