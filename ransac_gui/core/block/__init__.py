"""Same block, close copy, or another: what is left between two impressions once paper is taken out."""
