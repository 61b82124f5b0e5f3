# expect: psgsh:SoftwareProduct-description-recommended sh:MinCountConstraintComponent
# The product has no description.
DELETE WHERE { <id/product/example> dct:description ?value }
