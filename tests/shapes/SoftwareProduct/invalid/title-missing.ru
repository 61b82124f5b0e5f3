# expect: psgsh:SoftwareProduct-title sh:MinCountConstraintComponent
# The product has no title.
DELETE WHERE { <id/product/example> dct:title ?value }
