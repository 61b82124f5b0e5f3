# expect: psgsh:SoftwareProduct-homepage-recommended sh:MinCountConstraintComponent
# The product has no home page.
DELETE WHERE { <id/product/example> doap:homepage ?value }
