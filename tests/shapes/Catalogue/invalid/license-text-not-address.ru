# expect: psgsh:Catalogue-license sh:NodeKindConstraintComponent
# The value of “licence” is text instead of an address.
DELETE WHERE { <id/catalogue/example> dct:license ?value } ;
INSERT DATA { <id/catalogue/example> dct:license "https://creativecommons.org/licenses/by/4.0/" }
