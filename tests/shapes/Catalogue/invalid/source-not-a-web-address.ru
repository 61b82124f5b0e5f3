# expect: psgsh:Catalogue-source sh:PatternConstraintComponent
# The value of “source” is a script instead of a web address.
DELETE WHERE { <id/catalogue/example> dct:source ?value } ;
INSERT DATA { <id/catalogue/example> dct:source <javascript:alert(1)> }
