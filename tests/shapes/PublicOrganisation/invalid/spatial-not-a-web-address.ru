# expect: psgsh:PublicOrganisation-spatial sh:PatternConstraintComponent
# The value of “area” is a script instead of a web address.
DELETE WHERE { <id/organisation/example> dct:spatial ?value } ;
INSERT DATA { <id/organisation/example> dct:spatial <javascript:alert(1)> }
