# expect: psgsh:ProductMapping-mappingMaturity sh:MinCountConstraintComponent
# The product mapping has no code for “mapping maturity”.
DELETE WHERE { <id/product-mapping/example> psg:mappingMaturity ?value }
