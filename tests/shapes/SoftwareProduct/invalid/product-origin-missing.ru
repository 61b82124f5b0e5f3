# expect: psgsh:SoftwareProduct-productOrigin sh:MinCountConstraintComponent
# The product has no code for “product origin”.
DELETE WHERE { <id/product/example> psg:productOrigin ?value }
