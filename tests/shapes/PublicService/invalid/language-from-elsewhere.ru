# expect: psgsh:PublicService-language sh:PatternConstraintComponent
# The value of “language” is not an address from the expected list.
DELETE WHERE { <id/service/example> dct:language ?value } ;
INSERT DATA { <id/service/example> dct:language <https://example.org/other> }
