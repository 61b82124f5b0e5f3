# expect: psgsh:PublicService-language sh:NodeKindConstraintComponent
# The value of “language” is text instead of an address.
DELETE WHERE { <id/service/example> dct:language ?value } ;
INSERT DATA { <id/service/example> dct:language "http://publications.europa.eu/resource/authority/language/ENG" }
