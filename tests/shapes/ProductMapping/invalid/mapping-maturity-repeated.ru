# expect: psgsh:ProductMapping-mappingMaturity sh:MaxCountConstraintComponent
# The product mapping has two codes for “mapping maturity”.
INSERT DATA { <id/product-mapping/example> psg:mappingMaturity <codelist/mapping-maturity/mature> }
