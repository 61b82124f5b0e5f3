# expect: psgsh:SoftwareProduct-homepage sh:PatternConstraintComponent
# The value of “home page” is a script instead of a web address.
DELETE WHERE { <id/product/example> doap:homepage ?value } ;
INSERT DATA { <id/product/example> doap:homepage <javascript:alert(1)> }
