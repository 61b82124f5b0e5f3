# expect: psgsh:Catalogue-license sh:PatternConstraintComponent
# The value of “licence” is a script instead of a web address.
DELETE WHERE { <id/catalogue/example> dct:license ?value } ;
INSERT DATA { <id/catalogue/example> dct:license <javascript:alert(1)> }
