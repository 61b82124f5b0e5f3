# expect: psgsh:SoftwareProduct-homepage sh:NodeKindConstraintComponent
# The value of “home page” is text instead of an address.
DELETE WHERE { <id/product/example> doap:homepage ?value } ;
INSERT DATA { <id/product/example> doap:homepage "https://example.org/first" }
